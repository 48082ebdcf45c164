-- ng.data.adversarial: what an attack found, as a data set: to be written, or shown to another model.
local native = require "nilgrad.native"
local raise = require "nilgrad.raise"

local check = native.catalog.describe {
  kind = "data", name = "adversarial",
  summary = "the adversarial images of a report as a data set, with their true labels",
  signature = "ng.data.adversarial { report = … } -> dataset",
  options = {
    { name = "report", type = "any", required = true, help = "of ng.attack.run" },
    { name = "unfooled", type = "string", choices = { "leave out", "original" }, default = "leave out",
      help = "images that the attack did not change the model's mind about: as they were, so that accuracy on the data is accuracy under attack" },
  },
  memory = "a copy of the images",
  example = [[
local function model(images) return images:reshape { #images, 2 } end
local report = ng.attack.run { model = model, data = { { image = { 0.4, 0.5 }, label = 1 } }, method = ng.attack.nes(), norm = "linf",
  eps = 0.2, budget = 2000, progress = false }
return ng.data.adversarial { report = report }]],
}

return function(options)
  options = check(options)
  local report = options.report
  if type(report) ~= "table" or type(report.images) ~= "table" then raise("option 'report' of ng.data.adversarial must be a report of ng.attack.run, got %s", tostring(report)) end
  local images, labels = {}, {}
  for _, image in ipairs(report.images) do
    if image.success or options.unfooled == "original" then
      images[#images + 1], labels[#labels + 1] = image.success and image.adversarial or image.original, image.label
    end
  end
  if #images == 0 then raise "ng.data.adversarial: the report has no adversarial image" end
  return native.data.tensors { images = native.tensor.stack(images), labels = labels, classes = report.classes,
    name = ("adversarial images of %s"):format(report.model or "a model") }
end
