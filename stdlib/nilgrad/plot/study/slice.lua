-- The objective against each parameter by itself.
local Axis = require "nilgrad.plot.study.axis"
local view = require "nilgrad.plot.study.view"

local a_row, most = 3, 12

local function draw(page, data, axis, range, first, hint)
  local panel = page:panel(axis:label(), { bottom = 44, top = 38, left = first and 80 or 62 })
  local complete, pruned, failed, best = {}, {}, {}, data:best()
  for _, trial in ipairs(data.trials) do
    local x = axis:at(trial.params[axis.name])
    local value, partial = data:value(trial)
    if x then
      x = x + axis:spread(trial.number, 0.5)
      if trial.state == "failed" then
        failed[#failed + 1] = { x, range.low }
      elseif view.is_finite(value) then
        local list = partial and pruned or complete
        list[#list + 1] = { x, (view.clip(value, range)), trial.number }
      end
    end
  end
  panel.unkeyed = true
  panel:add "set xrange [-0.03:1.03]; unset colorbox; set palette defined (0 '#c6dbef', 1 '#08306b')"
  panel:add("set cbrange [0:%d]", math.max(1, data.trials[#data.trials].number))
  panel:values("y", range)
  panel:marks("x", axis:marks(5))
  if first then panel:label("ylabel", data:objective_name()) end
  if hint then panel:text(1.03, range.high, "darker: later trials", "right offset 0,0.8 textcolor '#777777' font ',8'") end
  local size = #data.trials > 400 and 0.4 or 0.65
  panel:points(pruned, ("pointtype 2 pointsize %g linecolor '%s'"):format(0.8 * size, view.colours.pruned))
  panel:points(failed, ("pointtype 2 pointsize %g linewidth 1.5 linecolor '%s'"):format(size, view.colours.failed))
  panel:points(complete, ("pointtype 7 pointsize %g linecolor palette"):format(size), nil, "1:2:3")
  local x = best and axis:at(best.params[axis.name])
  if x then
    panel:points({ { x + axis:spread(best.number, 0.5), (data:value(best)) } }, ("pointtype 6 pointsize 1.6 linewidth 2 linecolor '%s'"):format(view.colours.best))
  end
  if #panel.curves == 0 then panel:curve("NaN", "") end
end

return function(page, data)
  local numbers, axes = {}, {}
  for _, trial in ipairs(data:complete()) do numbers[#numbers + 1] = data:value(trial) end
  local range = data:range(numbers)
  for _, name in ipairs(data.names) do
    if data.domains[name].kind ~= "permutation" and #axes < most then axes[#axes + 1] = Axis.of(name, data.domains[name]) end
  end
  for i, axis in ipairs(axes) do
    if (i - 1) % a_row == 0 then page:row(250) end
    draw(page, data, axis, range, (i - 1) % a_row == 0, i == 1)
  end
  for _ = #axes, math.ceil(#axes / a_row) * a_row - 1 do
    if #axes > a_row then page:gap() end
  end
end
