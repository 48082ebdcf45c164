-- The example of an attack's help: the attack that `constructor` makes, on an image of a classifier of two pixels. All are Lua.
return function(constructor, eps, more)
  return ([[
local function model(images)   -- says 1 where the left pixel is the brighter one
  local logits = ng.tensor.zeros { #images, 2 }
  for i = 1, #images do logits[i][2] = images[i][1] - images[i][2] end
  return logits
end
return ng.attack.run { model = model, data = { { image = { 0.55, 0.5 }, label = 1 } }, eps = %s, budget = 500%s,
  method = %s }]]):format(eps or "0.1", more or "", constructor)
end
