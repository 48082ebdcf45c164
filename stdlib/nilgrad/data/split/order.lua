-- Positions of a data set in a random order, in which every label is spread evenly where it is to be stratified: any stretch has each
-- label's share, to one.
local native = require "nilgrad.native"
local raise = require "nilgrad.raise"

local function label_of(data, i)
  local sample = data[i]
  local label = type(sample) == "table" and sample.label
  if label == nil then raise("stratified: sample %d has no label", i) end
  return label
end

-- Lists of positions, one a label, in the order in which labels first come up.
local function groups_of(data, count, stratified)
  local groups, of_label = {}, {}
  for i = 1, count do
    local label = stratified and label_of(data, i) or 0
    if not of_label[label] then
      of_label[label] = {}
      groups[#groups + 1] = of_label[label]
    end
    table.insert(of_label[label], i)
  end
  return groups
end

return function(data, count, seed, stratified)
  local random = native.random(seed)
  local dealt = {}
  for g, group in ipairs(groups_of(data, count, stratified)) do
    local order = random:permutation(#group)
    for j = 1, #group do
      dealt[#dealt + 1] = { position = group[order[j]], place = (j - 0.5) / #group, group = g }
    end
  end
  table.sort(dealt, function(a, b)
    if a.place ~= b.place then return a.place < b.place end
    return a.group < b.group
  end)
  local order = {}
  for i, each in ipairs(dealt) do order[i] = each.position end
  return order
end
