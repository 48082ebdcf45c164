-- ng.task.wsc: what does a pronoun refer to? (SuperGLUE)
local function prompt(example)
  return ("%s\nIn the previous sentence, does the pronoun \"%s\" refer to %s? Yes or No?\n"):format(example.text,
    example.span2_text:lower(), example.span1_text)
end

-- SuperGLUE's lines keep the two spans in a table of their own.
local function records(record)
  local target = record.target
  if type(target) ~= "table" then return { record } end
  return { { text = record.text, span1_text = target.span1_text, span2_text = target.span2_text, label = record.label } }
end

return require "nilgrad.task.object.define" {
  name = "wsc", summary = "Winograd Schema Challenge, SuperGLUE: does the pronoun refer to the noun?",
  fields = { "text", "span1_text", "span2_text" }, records = records, template = prompt,
  formula = "{text}\\nIn the previous sentence, does the pronoun \"{span2_text}\" refer to {span1_text}? Yes or No?\\n | No, Yes",
  labels = { "No", "Yes" }, classes = { { "false", "0" }, { "true", "1" } },
  content_free = "",
  example = [[
local task = ng.task.wsc { test = { { text = "The cup fell because it was full.", span1_text = "The cup", span2_text = "it", label = true } } }
return task:prompt(task.test[1])]],
}
