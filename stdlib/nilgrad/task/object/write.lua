-- write(task, model, split, options, line): the answer that the model writes, for each example, and how near it is to those given.
local metrics = require "nilgrad.task.object.metrics"

return function(task, model, split, options, line)
  local list = task:encoded(model, split, { shots = options.shots, seed = options.seed, reserve = task.tokens })
  local predictions, examples = {}, task:examples(split)
  for i, example in ipairs(list) do
    local text = model:generate(example.prompt, { tokens = task.tokens, stop = "\n" }):match "^[^\n]*":match "^%s*(.-)%s*$"
    local answers = examples[i].answers
    predictions[i] = { text = text, answers = answers, exact = metrics.exact(text, answers), f1 = metrics.answer_f1(text, answers) }
    if line:due() then line:show(("%s: %d of %d examples"):format(options.title, i, #list)) end
  end
  return { predictions = predictions, truncated = list.truncated, shown = list.shown }
end
