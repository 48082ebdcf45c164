-- scores(model, examples, options, line): for each example a list of its candidates' log-probabilities, their tokens' mean or sum.
local raise = require "nilgrad.raise"

local function rows_of(scored, count)
  if type(scored) == "userdata" then scored = scored:table() end
  if type(scored) ~= "table" or #scored ~= count then raise("model:score must return %d rows, got %s", count, tostring(scored)) end
  return scored
end

return function(model, examples, options, line)
  local all = {}
  for first = 1, #examples, options.batch do
    local some = table.move(examples, first, math.min(first + options.batch - 1, #examples), 1, {})
    for _, row in ipairs(rows_of(model:score(some, { sum = options.sum }), #some)) do all[#all + 1] = row end
    if line:due() then line:show(("%s: %d of %d examples"):format(options.title, #all, #examples)) end
  end
  return all
end
