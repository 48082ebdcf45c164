-- ng.defence: each file of this folder is a defence, a model that does something to images before another model sees them. What
-- attacks need against it is what it buys; what it costs is its accuracy on clean images.
require "nilgrad.native".catalog.describe {
  kind = "room", name = "defence",
  summary = "models that do something to images before another model sees them",
  example = [[
local function model(images) return images:reshape { #images, 2 } end
return ng.defence.rounding { model = model, levels = 4 }:predict { { 0.3, 0.6 } }]],
}

return require "nilgrad.room"("nilgrad.defence")
