-- ng.attack: each file of this folder is one attack (see method.lua for how it is written); run.lua drives them.
require "nilgrad.native".catalog.describe {
  kind = "room", name = "attack",
  summary = "attacks on classifiers that see scores or labels alone; ng.attack.run drives them",
  example = [[
local function model(images)   -- says 1 where the left pixel is the brighter one
  local logits = ng.tensor.zeros { #images, 2 }
  for i = 1, #images do logits[i][2] = images[i][1] - images[i][2] end
  return logits
end
local report = ng.attack.run { model = model, data = { { image = { 0.55, 0.5 }, label = 1 } }, method = ng.attack.gradient(),
  eps = 0.1, budget = 200, progress = false }
return report.success, report:solved_within(100), report.images[1].queries]],
}

return require "nilgrad.room"("nilgrad.attack", { "report" })
