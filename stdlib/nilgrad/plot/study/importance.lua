-- How much of the objective's variance each parameter explains by itself.
local most = 12

local function draw(page, data, share)
  local list = {}
  for i, one in ipairs(data.importances) do
    if i <= most then list[i] = one end
  end
  local longest = 0
  for _, one in ipairs(list) do longest = math.max(longest, utf8.len(one.name) or #one.name) end
  local panel = page:panel("Importance", { left = math.min(240, 26 + 8 * longest), right = 54 }, share)
  local rows, marks, largest = {}, {}, 0
  for i, one in ipairs(list) do
    rows[i] = { one.share, #list - i + 1 }
    marks[i] = { #list - i + 1, one.name }
    largest = math.max(largest, one.share)
    if one.share > 0 then panel:text(one.share, #list - i + 1, ("%.0f %%"):format(100 * one.share), "left offset 0.6,0 textcolor '#333333'") end
  end
  panel.unkeyed = true
  panel:add("set xrange [0:%.6g]; set yrange [0.4:%.6g]", math.max(0.05, largest * 1.02), math.max(1, #list) + 0.6)
  panel:add "set border 2; set format x '%h'; unset xtics; unset grid; set boxwidth 0.62; set style fill solid"
  panel:marks("y", marks, "scale 0")
  if largest == 0 then
    panel:text(0, (#list + 1) / 2, "too few trials to tell", "left offset 2,0 textcolor '#777777'")
    panel:curve("NaN", "")
  else
    panel:label("xlabel", "share of the variance explained")
    panel:curve(panel:block(rows), "using (0):2:(0):1:($2-0.31):($2+0.31) with boxxyerror linecolor '#0072B2' fillstyle solid 0.75 noborder")
  end
end

return setmetatable({ panel = draw }, { __call = function(_, page, data)
  page:row(math.max(180, 110 + 26 * math.min(most, #data.importances)))
  draw(page, data)
end })
