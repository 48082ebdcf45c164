-- `nilgrad study watch`: a live view of a study that others work on. What it knows comes from the storage alone.
local core = require "nilgrad.native.study"
local terminals = require "nilgrad.native.terminal"
local progress = require "nilgrad.native.progress"
local study = require "nilgrad.study"
local text = require "nilgrad.study.text"
local view = require "nilgrad.plot.study.view"

local rate_over = 120   -- seconds in which finished trials are counted for the rate
local bars = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" }

-- The best so far after equal numbers of trials, as a row of bars; nil where there is nothing to show.
local function sparkline(trials, maximize, width)
  local record, best = {}, nil
  for _, trial in ipairs(trials) do
    if trial.state == "complete" and (not best or maximize and trial.value > best or not maximize and trial.value < best) then best = trial.value end
    record[#record + 1] = best
  end
  if #record < 2 then return nil end
  local low, high = math.min(record[1], record[#record]), math.max(record[1], record[#record])
  if high == low then return bars[1]:rep(math.min(width, #record)) end
  local shown, count = {}, math.min(width, #record)
  for i = 1, count do
    local value = record[math.ceil(i * #record / count)]
    shown[i] = bars[1 + math.floor((value - low) / (high - low) * (#bars - 1) + 0.5)]
  end
  return table.concat(shown)
end

-- Finished trials a second, lately.
local function rate_of(trials, now)
  local count, first = 0, now
  for _, trial in ipairs(trials) do
    if trial.finished and now - trial.finished <= rate_over then
      count, first = count + 1, math.min(first, trial.started or trial.finished)
    end
  end
  return count > 0 and count / math.max(1, math.min(rate_over, now - first)) or nil
end

local function rate_text(rate, left)
  if not rate then return nil end
  local words = rate >= 1 and ("%.1f trials/s"):format(rate) or ("%.1f trials/min"):format(60 * rate)
  return left and left > 0 and words .. ", about " .. text.span(left / rate) .. " left" or words
end

local function worker_lines(trials, leases, now)
  local running, workers, rows = {}, {}, {}
  for _, trial in ipairs(trials) do
    if trial.state == "running" then
      running[#running + 1] = trial
      workers[#workers + 1] = trial.worker or ""
    end
  end
  if #running == 0 then return { "no trial is running" } end
  local names = view.workers(workers)
  for i, trial in ipairs(running) do
    local report, left = trial.reports[#trial.reports], leases[trial.number]
    rows[i] = { names[i], trial.number, trial.started and text.span(math.max(0, now - trial.started)) or "",
      not left and "" or left >= 0 and "lease of " .. text.span(left) or "no sign: overdue by " .. text.span(-left),
      report and ("%.6g at step %d"):format(report.value, report.step) or "" }
  end
  local lines = {}
  for line in text.rows({ "worker", ">trial", ">since", "alive", "last report" }, rows, 40):gmatch "[^\n]+" do lines[#lines + 1] = line end
  return lines
end

local function last_lines(trials, names, most)
  local finished, rows = {}, {}
  for _, trial in ipairs(trials) do
    if trial.finished then finished[#finished + 1] = trial end
  end
  table.sort(finished, function(a, b)
    if a.finished ~= b.finished then return a.finished > b.finished end
    return a.number > b.number
  end)
  for i = 1, math.min(most, #finished) do
    local trial, seconds = finished[i], text.seconds(finished[i])
    rows[i] = { trial.number, trial.state, text.values(trial), seconds and text.span(seconds) or "",
      trial.state == "failed" and trial.reason or text.params(trial.params, names) }
  end
  local lines = {}
  for line in text.rows({ ">trial", "state", ">value", ">time", "" }, rows, 100):gmatch "[^\n]+" do lines[#lines + 1] = line end
  return lines
end

-- One picture: a list of lines, `most` of them at most.
local function frame(watched, options, now, width, most)
  local trials, counts, lines = watched.trials, watched.counts, {}
  local names = text.names(trials)
  local function add(line) lines[#lines + 1] = line end
  add(("%s   %s   %s"):format(text.plain(watched.name), text.plain(watched.storage), os.date("%H:%M:%S", now)))
  add("trials   " .. text.counts(counts) .. (options.trials and (" (of %d)"):format(options.trials) or ""))
  local rate = rate_text(rate_of(trials, now), options.trials and options.trials - counts.finished)
  if rate then add("rate     " .. rate) end
  local best = watched.best
  if #watched.directions > 1 then
    add(("best     %d trials on the Pareto front"):format(#watched.pareto))
  elseif best then
    add(("best     %.10g in trial %d: %s"):format(best.value, best.number, text.plain(text.params(best.params, names))))
    local line = sparkline(trials, watched.directions[1] == "maximize", math.max(10, math.min(60, width - 12)))
    if line then add("         " .. line) end
  end
  add ""
  for _, line in ipairs(worker_lines(trials, watched.core:leases(), now)) do add(line) end
  if counts.finished > 0 then
    add ""
    for _, line in ipairs(last_lines(trials, names, math.max(3, math.min(12, most - #lines - 3)))) do add(line) end
  end
  for i, line in ipairs(lines) do lines[i] = text.cut(line, width) end
  if #lines >= most then lines = table.move(lines, 1, most - 1, 1, {}) end
  return lines
end

-- What ends the watch by itself: as many trials as it was told of, or nobody at work for a while.
local function is_over(watched, options, quiet)
  local counts = watched.counts
  if counts.running + counts.waiting > 0 then return false end
  return options.trials and counts.finished >= options.trials or quiet >= (options.idle or 10)
end

local function follow(watched, options, show, wait)
  local quiet_since = progress.seconds()
  while true do
    if watched.counts.running > 0 then quiet_since = progress.seconds() end
    show(watched)
    if is_over(watched, options, progress.seconds() - quiet_since) then return "over" end
    if wait(options.every or 1) then return "left" end
  end
end

local function print_frame(watched, options)
  local lines = frame(watched, options, os.time(), tonumber(os.getenv "COLUMNS") or 120, 1000)
  io.stdout:write(table.concat(lines, "\n"), "\n")
  io.stdout:flush()
end

local function in_terminal(watched, options, open)
  local terminal <close> = open
  return follow(watched, options, function()
    local rows, columns = terminal:size()
    local lines = frame(watched, options, os.time(), columns, rows)
    lines[#lines + 1] = "q quits"
    terminal:show(lines)
  end, function(seconds)
    local key = terminal:key(seconds)
    return key == "q" or key == "Q"
  end)
end

return function(options)
  local watched = study.load(options.storage, options.name)
  if options.once then return print_frame(watched, options) end
  local terminal = terminals.open()
  if not terminal then
    follow(watched, options, function() print_frame(watched, options) end, function(seconds)
      core.sleep(seconds)
      io.stdout:write "\n"
    end)
  elseif in_terminal(watched, options, terminal) == "over" then
    print_frame(watched, options)
  end
end
