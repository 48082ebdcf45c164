-- The options that every task has, and what it returns.
local options = {
  { name = "train", type = "any", help = "examples to train on: a file as it is published (a table with tabs, JSON lines, JSON; of single "
      .. "sentences also lines of a label, a tab or blank, and the sentence), or a list of tables" },
  { name = "test", type = "any", help = "examples to test on; GLUE and SuperGLUE publish no labels for theirs: give their dev file" },
  { name = "dev", type = "any", default_text = "500, at most a fifth of train",
    help = "how many examples of train are kept for development, or a source of their own" },
  { name = "examples", type = "any", default_text = "1000, or what there is", help = "how many of train to train on, or 'all'" },
  { name = "test_examples", type = "any", default_text = "1000, or what there is", help = "how many of test to test on, or 'all'" },
  { name = "dev_examples", type = "any", default_text = "500, or what there is", help = "how many of a dev of its own, or 'all'" },
  { name = "seed", type = "integer", default = 0, help = "which examples are drawn" },
  { name = "max_length", type = "integer", min = 8, default_text = "the model's positions", unit = "tokens",
    help = "what is longer, prompt and answer together, is truncated" },
  { name = "truncate", type = "string", choices = { "left", "right" }, default = "left",
    help = "left: a long prompt loses its beginning; right: its longest field loses its end. The template's end always stays" },
}

local sources = { train = true, test = true, dev = true }

-- with(more): the common options after those of one task. A task that brings its own data takes no source.
local function with(more, own_data)
  local all = table.move(more or {}, 1, #(more or {}), 1, {})
  for _, option in ipairs(options) do
    if not own_data or not sources[option.name] then all[#all + 1] = option end
  end
  return all
end

return { with = with }
