-- example(definition, record, place): one example of a task, checked.
--   the task's fields       texts
--   label                   as it was written
--   correct                 which of its options is right, from 1; example.also_correct[i] where others are too
--   answers                 a task that generates: the texts that are right
--   place                   where it was read
local native = require "nilgrad.native"
local raise = require "nilgrad.raise"

local function names_of(record)
  local names = {}
  for name in pairs(record) do names[#names + 1] = tostring(name) end
  table.sort(names)
  return table.concat(names, ", ")
end

-- The field of a record, which some files call by another name.
local function value_of(definition, record, name)
  local value = record[name]
  if value == nil and definition.renamed and definition.renamed[name] then value = record[definition.renamed[name]] end
  if value == native.json.null then return nil end
  return value
end

local function text_field(definition, record, name, place)
  local value = value_of(definition, record, name)
  if value == nil then raise("%s: field '%s' is missing; there are %s", place, name, names_of(record)) end
  if type(value) == "number" then value = tostring(value) end
  if type(value) ~= "string" then raise("%s: field '%s' must be a text, got a %s", place, name, type(value)) end
  if not value:find "%S" then raise("%s: field '%s' is empty", place, name) end
  local valid, position = utf8.len(value)
  if not valid then raise("%s: field '%s' is no UTF-8: byte %d is 0x%02x", place, name, position, value:byte(position)) end
  return value
end

--- How a label is written in a table of them: 1, 1.0 and "1" alike.
local function key_of(value)
  return type(value) == "number" and tostring(math.tointeger(value) or value) or tostring(value)
end

local function expected(definition)
  local names = {}
  for i, class in ipairs(definition.classes) do names[i] = "'" .. class[1] .. "'" end
  return table.concat(names, ", ")
end

local function class_of(definition, value, place)
  local class = definition.class_numbers[key_of(value)]
  if not class then
    local hint = key_of(value) == "-1" and "; a published test set has no labels" or ""
    raise("%s: label '%s' must be one of %s%s", place, key_of(value), expected(definition), hint)
  end
  return class
end

local function example(definition, record, place)
  local made = { place = place }
  for _, name in ipairs(definition.fields) do made[name] = text_field(definition, record, name, place) end
  if definition.classes then
    local label = definition.label or "label"
    made[label] = value_of(definition, record, label)
    if made[label] == nil then raise("%s: field '%s' is missing; there are %s", place, label, names_of(record)) end
    made.correct = class_of(definition, made[label], place)
  end
  if definition.complete then definition.complete(made, record, place) end
  return made
end

--- class_numbers(classes): which class a label means. A class is a list of the ways in which files write it.
local function class_numbers(classes)
  local numbers = {}
  for i, class in ipairs(classes) do
    for _, name in ipairs(class) do numbers[key_of(name)] = i end
  end
  return numbers
end

return { of = example, class_numbers = class_numbers, key_of = key_of }
