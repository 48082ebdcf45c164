-- Colours for numbers in [0, 1]: palette.of(name)(share) -> red, green, blue in 0 … 255; palette.gnuplot(name) as gnuplot has it.
local palette = {}

-- viridis (Smith and van der Walt) and a scale from blue over white to red (Brewer's RdBu), by a few of their colours.
local stops = {
  viridis = { "#440154", "#472d7b", "#3b528b", "#2c728e", "#21918c", "#28ae80", "#5ec962", "#addc30", "#fde725" },
  diverging = { "#2166ac", "#67a9cf", "#d1e5f0", "#f7f7f7", "#fddbc7", "#ef8a62", "#b2182b" },
  grey = { "#000000", "#ffffff" },
}

local function parts_of(rgb)
  local parts = {}
  for two in rgb:gmatch "%x%x" do parts[#parts + 1] = tonumber(two, 16) end
  return parts
end

function palette.of(name)
  local colours = {}
  for i, rgb in ipairs(stops[name]) do colours[i] = parts_of(rgb) end
  return function(share)
    local at = 1 + math.min(1, math.max(0, share)) * (#colours - 1)
    local below = math.min(math.floor(at), #colours - 1)
    local first, second, part, mixed = colours[below], colours[below + 1], at - below, {}
    for c = 1, 3 do mixed[c] = math.floor(first[c] + part * (second[c] - first[c]) + 0.5) end
    return table.unpack(mixed)
  end
end

function palette.gnuplot(name)
  local list = {}
  for i, rgb in ipairs(stops[name]) do list[i] = ("%g '%s'"):format((i - 1) / (#stops[name] - 1), rgb) end
  return "set palette defined (" .. table.concat(list, ", ") .. ")"
end

return palette
