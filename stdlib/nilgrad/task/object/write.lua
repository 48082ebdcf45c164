-- write(task, model, split, options, line): the answer that the model writes, for each example, and how near it is to those given.
local metrics = require "nilgrad.task.object.metrics"

-- The first line that the model writes after a prompt of tokens.
local function answer_of(task, model, prompt)
  local written = model:generate(prompt, { tokens = task.tokens, stop = "\n" })
  local text = type(written) == "table" and model:detokenize(written, { skip_specials = true }) or written
  return text:match "^[^\n]*":match "^%s*(.-)%s*$"
end

return function(task, model, split, options, line)
  local list = task:encoded(model, split, { shots = options.shots, seed = options.seed, reserve = task.tokens })
  local predictions, examples = {}, task:examples(split)
  for i, example in ipairs(list) do
    local text, answers = answer_of(task, model, example.prompt), examples[i].answers
    predictions[i] = { text = text, answers = answers, exact = metrics.exact(text, answers), f1 = metrics.answer_f1(text, answers) }
    if line:due() then line:show(("%s: %d of %d examples"):format(options.title, i, #list)) end
  end
  return { predictions = predictions, truncated = list.truncated, shown = list.shown }
end
