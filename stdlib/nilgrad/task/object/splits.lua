-- splits(definition, options): the examples for training, development and testing. The file for training is put into the order of
-- the seed: its first examples are train, its last dev, so that more of one does not change the other. Within a split, examples
-- stand in their file's order.
local native = require "nilgrad.native"
local raise = require "nilgrad.raise"
local example = require "nilgrad.task.object.example"
local rows_of = require "nilgrad.task.read.rows"

local streams = { train = 1, dev = 2, test = 3 }

local function shape_of(definition)
  local columns = {}
  for i, name in ipairs(definition.fields) do columns[i] = { name, definition.renamed and definition.renamed[name] } end
  if definition.classes then columns[#columns + 1] = { definition.label or "label" } end
  return {
    columns = columns, whole = definition.whole, lines = definition.lines,
    is_label = function(text) return definition.class_numbers and definition.class_numbers[text] ~= nil end,
  }
end

-- All examples of a source.
local function read(definition, source, name)
  if type(source) ~= "string" and type(source) ~= "table" then
    raise("option '%s' of ng.task.%s must be a file or a list of tables, got %s", name, definition.name, tostring(source))
  end
  local examples = {}
  for _, row in ipairs(rows_of(source, name, shape_of(definition))) do
    local records = definition.records and definition.records(row.record, row.place) or { row.record }
    for _, record in ipairs(records) do examples[#examples + 1] = example.of(definition, record, row.place) end
  end
  return examples
end

-- How many examples an option asks for: a number of them, "all", or by default `otherwise`, less where there are fewer.
local function count_of(definition, options, name, otherwise, available, source)
  local value = options[name]
  if value == nil then return math.min(otherwise, available) end
  if value == "all" then return available end
  local count = math.tointeger(value)
  if not count or type(value) == "string" or count < 0 then
    raise("option '%s' of ng.task.%s must be a number of examples or 'all', got %s", name, definition.name, tostring(value))
  end
  if count > available then
    raise("option '%s' of ng.task.%s is %d, but %s has %d examples to give", name, definition.name, count, source, available)
  end
  return count
end

local function order_of(options, split, count)
  return native.random(options.seed, streams[split]):permutation(count)
end

-- order[first … last] of the examples, as they stood.
local function part(examples, order, first, last)
  local positions, chosen = table.move(order, first, last, 1, {}), {}
  table.sort(positions)
  for i, position in ipairs(positions) do chosen[i] = examples[position] end
  return chosen
end

local function source_name(value, name) return type(value) == "string" and value or "option '" .. name .. "'" end

local function sample(definition, options, split, option, otherwise)
  local examples = read(definition, options[split], split)
  local count = count_of(definition, options, option, otherwise, #examples, source_name(options[split], split))
  return part(examples, order_of(options, split, #examples), 1, count)
end

return function(definition, options)
  local splits = { train = {}, dev = {}, test = {} }
  local dev_is_source = type(options.dev) == "string" and options.dev ~= "all" or type(options.dev) == "table"
  if options.train then
    local all, source = read(definition, options.train, "train"), source_name(options.train, "train")
    local cut = dev_is_source and 0 or count_of(definition, options, "dev", math.min(500, #all // 5), #all, source)
    local count = count_of(definition, options, "examples", 1000, #all - cut, source .. (cut > 0 and ", less dev = " .. cut .. "," or ""))
    local order = order_of(options, "train", #all)
    splits.train, splits.dev = part(all, order, 1, count), part(all, order, #all - cut + 1, #all)
  end
  if dev_is_source then splits.dev = sample(definition, options, "dev", "dev_examples", 500) end
  if options.test then splits.test = sample(definition, options, "test", "test_examples", 1000) end
  return splits
end
