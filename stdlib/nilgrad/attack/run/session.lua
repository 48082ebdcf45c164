-- Keeps the attacks' candidates flowing through the model: rounds of every attack running to its next question and one forward that
-- answers all. An attack that minimises the distance is run once for all ε, any other once for each.
local native = require "nilgrad.native"
local core = require "nilgrad.native.attack"
local raise = require "nilgrad.raise"

-- More would only push each other's data out of the processor's caches.
local candidates_a_forward = 64
-- Methods that ask for many candidates now and for one then fill the model's batches with what others ask meanwhile.
local images_together = 8
local most_bytes_a_forward = 64 << 20

local Session = {}
Session.__index = Session

-- How many images may be under attack now, by what their questions were so far.
function Session:room()
  if self.options.batch then return self.options.batch end
  if self.most_a_question == 0 then return 1 end
  local wanted = math.max(images_together, math.floor(candidates_a_forward * self.questions / self.candidates))
  local held = most_bytes_a_forward // (self.most_a_question * 4 * self.tasks[1].image.image.size)
  return math.max(1, math.min(wanted, held))
end

function Session:start(task)
  local method, image, options = self.method, task.image, self.options
  local victim = {
    image = image.image:clone(), label = image.label, target = image.target, start = image.start and image.start:clone(),
    norm = options.norm, eps = task.eps[1], budget = options.budget, access = self.access,
    seed = options.seed, stream = image.index, random = native.random(options.seed, image.index),
  }
  for name, question in pairs(core.victim) do victim[name] = question end
  self.cohort:start(task.number, function() method.attack(victim, method.options) end, {
    image = image.image, label = image.label, target = image.target, norm = options.norm, eps = task.eps, budget = options.budget,
    loss = method.loss, access = self.access, top_k = options.top_k, minimizes_distance = method.minimizes_distance,
    to_the_end = options.stop == "budget", reads_scores = method.reads_scores,
  })
end

function Session:fill()
  while self.next <= #self.tasks and self.cohort:size() < self:room() do
    self:start(self.tasks[self.next])
    self.next = self.next + 1
  end
end

function Session:collect()
  for _, ended in ipairs(self.cohort:finished()) do
    local task = self.tasks[ended.id]
    if ended.outcome == "failed" then
      if type(ended.error) ~= "string" then error(ended.error, 0) end
      raise("%s failed on image %d: %s", self.method, task.image.index, ended.error)
    end
    if ended.outcome == "unanswered" then task.failed = self.failures[ended.id] end
    task.levels, task.queries, task.path = ended.levels, ended.queries, ended.path
    task.not_finite, self.answered = ended.not_finite, self.answered + ended.answered
    self.done = self.done + 1
    self.fooled = self.fooled + (ended.outcome == "succeeded" and 1 or 0)
  end
  if self.line:due() then
    self.line:show(("%d of %d images attacked, %d fooled"):format(self.done, #self.tasks, self.fooled))
  end
end

-- One forward for all, or, where that fails and the run is to go on, one for each image: those that get no answer are left.
function Session:answer(candidates)
  if self.options.unanswered == "stop" then return self.cohort:tell(self.model.logits(candidates)) end
  local ok, scores = pcall(self.model.logits, candidates)
  if ok then return self.cohort:tell(scores) end
  for _, question in ipairs(self.cohort:questions()) do
    local id, first, last = table.unpack(question)
    ok, scores = pcall(self.model.logits, candidates:slice(first, last))
    if ok then
      self.cohort:tell(scores, id)
    else
      self.failures[id] = tostring(scores)
      self.cohort:give_up(id)
    end
  end
end

function Session:note(candidates)
  local asking = self.cohort:size()
  self.questions, self.candidates = self.questions + asking, self.candidates + candidates
  self.most_a_question = math.max(self.most_a_question, candidates // asking)
end

function Session:advance()
  local cohort = self.cohort
  repeat
    self:fill()
    local candidates = cohort:ask()
    if candidates then
      self:note(#candidates)
      self:answer(candidates)
    end
    self:collect()
  until cohort:size() == 0 and self.next > #self.tasks
end

local function tasks_of(images, levels, once)
  local tasks = {}
  local function add(image, eps) tasks[#tasks + 1] = { number = #tasks + 1, image = image, eps = eps } end
  if once then
    for _, image in ipairs(images) do add(image, levels) end
  else
    for _, eps in ipairs(levels) do
      for _, image in ipairs(images) do add(image, { eps }) end
    end
  end
  return tasks
end

-- What became of each image at each ε, level by level. A task without a success there was charged all its queries.
local function jobs_of(tasks, images, levels, once)
  local jobs = {}
  for l, eps in ipairs(levels) do
    for i, image in ipairs(images) do
      local task = tasks[once and i or (l - 1) * #images + i]
      local reached = task.levels[once and l or 1]
      jobs[#jobs + 1] = { image = image, eps = eps, queries = reached.queries or task.queries, adversarial = reached.adversarial,
        path = task.path, not_finite = task.not_finite, failed = task.failed }
    end
  end
  return jobs
end

--- Attacks the images; returns the jobs and how many candidates were answered, now or in an earlier session of the journal.
return function(run)
  local once = run.options.method.minimizes_distance and #run.levels > 1
  local tasks = tasks_of(run.images, run.levels, once)
  local session = setmetatable({ options = run.options, method = run.options.method, model = run.model, access = run.access, tasks = tasks,
    next = 1, done = 0, fooled = 0, answered = 0, failures = {}, questions = 0, candidates = 0, most_a_question = 0,
    cohort = run.cohort, line = run.line }, Session)
  if #tasks > 0 then session:advance() end
  return jobs_of(tasks, run.images, run.levels, once), session.answered
end
