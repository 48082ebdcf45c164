-- define(definition): the constructor ng.task.NAME of a task whose prompt is given (see task.lua for a definition's fields; those
-- that describe it are a descriptor's).
local native = require "nilgrad.native"
local example = require "nilgrad.task.object.example"
local options = require "nilgrad.task.object.options"
local task = require "nilgrad.task.object.task"

return function(definition)
  if definition.classes then definition.class_numbers = example.class_numbers(definition.classes) end
  local check = native.catalog.describe {
    kind = "task", name = definition.name, summary = definition.summary,
    signature = ("ng.task.%s { train = …, test = …, … } -> task"):format(definition.name),
    formula = definition.formula or (definition.template:gsub("\n", "\\n")), options = options.with(definition.options),
    reference = definition.reference or "prompts: Malladi et al., NeurIPS 2023 (MeZO)",
    example = definition.example,
  }
  return function(given) return task(definition, check(given)) end
end
