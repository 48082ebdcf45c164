-- What a gradient costs in memory: the two-layer network ŷ = softmax(W₂ tanh(W₁ x + b₁) + b₂) under the cross-entropy of a batch,
-- differentiated by backpropagation and by zeroth-order estimation, with every tensor that either has to hold counted in bytes while it
-- is held. Both passes are written out below and really run.
--   Backpropagation holds the input and the hidden layer of the whole batch until the way back, and a gradient as large as the parameters.
--   Zeroth order runs forward only, so a layer's input goes as soon as its output is there; the estimate is q scalars and one key, its
--   directions are regenerated. Examples do not wait for one another, so the batch goes through one by one. The perturbed point x + h v is
--   a copy of the parameters here; perturbed in place and back, or regenerated while a layer reads it, it is nothing.
-- The gradients are then compared: along each estimate's own directions, and coordinate by coordinate where the network is small.
-- Usage: nilgrad two_layer.lua [--inputs 784] [--hidden 128] [--outputs 10] [--batch 64] [--queries 4] [--seed 1]
-- Exits with 1 if the gradients differ by more than 1e-4 of their size.
local ng = require "nilgrad"

local options = { inputs = 784, hidden = 128, outputs = 10, batch = 64, queries = 4, seed = 1 }
for i = 1, #arg, 2 do
  local name, value = arg[i]:match "^%-%-(%a+)$", math.tointeger(tonumber(arg[i + 1]))
  if not name or not options[name] or not value or value < (name == "seed" and math.mininteger or 1) then
    io.stderr:write("usage: nilgrad two_layer.lua [--inputs 784] [--hidden 128] [--outputs 10] [--batch 64] [--queries 4] [--seed 1]\n")
    os.exit(2)
  end
  options[name] = value
end
local inputs, hidden, outputs, batch = options.inputs, options.hidden, options.outputs, options.batch
local d = hidden * inputs + hidden + outputs * hidden + outputs

-- Who holds which tensors now, and the most that was held at once.
local function ledger()
  local account = { now = 0, peak = 0, kinds = {} }
  local function bytes(tensor)
    local count = tensor.dtype == "float32" and 4 or 8
    for _, extent in ipairs(tensor.shape) do count = count * extent end
    return count
  end
  function account.hold(kind, tensor)
    account.kinds[kind] = (account.kinds[kind] or 0) + bytes(tensor)
    account.now = account.now + bytes(tensor)
    account.peak = math.max(account.peak, account.now)
    return tensor
  end
  function account.drop(tensor) account.now = account.now - bytes(tensor) end
  return account
end

local random = ng.random(options.seed)
local data = random:normal(batch * inputs):reshape { batch, inputs }
local labels = {}
for b = 1, batch do labels[b] = random:integer(1, outputs) end
local parameters = random:normal(d):mul_(1 / math.sqrt(inputs))

-- The parameters' parts as views of one vector: what is done to them is done to it.
local function parts_of(vector)
  local at = 0
  local function take(count)
    at = at + count
    return vector:slice(at - count + 1, at)
  end
  return { w1 = take(hidden * inputs):reshape { hidden, inputs }, b1 = take(hidden), w2 = take(outputs * hidden):reshape { outputs, hidden },
    b2 = take(outputs) }
end

local function product(w, x, b)
  local y = b:clone()
  for j = 1, #y do y[j] = y[j] + w[j]:dot(x) end
  return y
end

-- tanh z = 2 / (1 + e^(−2z)) − 1, in place
local function tanh_(z) return z:mul_(-2):exp_():add_(1):pow_(-1):mul_(2):sub_(1) end

local function softmax_(z) return z:sub_(z:max()):exp_():div_(z:sum()) end

-- The loss and its gradient, with all that the way back needs in the account.
local function backpropagation(vector, account)
  local p, layers, loss = parts_of(vector), {}, 0
  for b = 1, batch do
    local x = account.hold("inputs", data[b])
    local h = account.hold("hidden layer", tanh_(product(p.w1, x, p.b1)))
    local y = account.hold("outputs", softmax_(product(p.w2, h, p.b2)))
    loss = loss - math.log(y[labels[b]]) / batch
    layers[b] = { x = x, h = h, y = y }
  end
  local gradient = account.hold("gradient", ng.tensor.zeros { d })
  local g = parts_of(gradient)
  for b = batch, 1, -1 do
    local layer = layers[b]
    local dy = layer.y -- softmax and cross-entropy: ŷ − e_label, over the batch
    dy[labels[b]] = dy[labels[b]] - 1
    dy:div_(batch)
    g.b2:add_(dy)
    local dh = account.hold("errors", ng.tensor.zeros { hidden })
    for o = 1, outputs do
      g.w2[o]:add_(layer.h, dy[o])
      dh:add_(p.w2[o], dy[o])
    end
    dh:mul_(1 - layer.h * layer.h)
    g.b1:add_(dh)
    for j = 1, hidden do g.w1[j]:add_(layer.x, dh[j]) end
    for _, tensor in ipairs { layer.x, layer.h, layer.y, dh } do account.drop(tensor) end
    layers[b] = nil
  end
  return loss, gradient
end

-- The loss alone: each example goes through and is forgotten.
local function forward(vector, account)
  local p, loss = parts_of(vector), 0
  for b = 1, batch do
    local x = account.hold("inputs", data[b])
    local h = account.hold("hidden layer", tanh_(product(p.w1, x, p.b1)))
    account.drop(x)
    local y = account.hold("outputs", softmax_(product(p.w2, h, p.b2)))
    account.drop(h)
    loss = loss - math.log(y[labels[b]]) / batch
    account.drop(y)
  end
  return loss
end

local back, zeroth = ledger(), ledger()
local loss, gradient = backpropagation(parameters, back)
local objective = ng.objective.define { name = "two_layer", dim = d, point = "tensor", f = function(x)
  zeroth.hold("perturbed point", x)
  local value = forward(x, zeroth)
  zeroth.drop(x)
  return value
end }
local estimate = ng.estimate(objective, parameters,
  { estimator = ng.estimator.two_point { queries = options.queries, h = 1e-4 }, seed = options.seed })
zeroth.hold("scalars", estimate:scalars())

local function row(name, a, b) print(("%-34s%16s%16s"):format(name, a, b)) end
print(("two layers, %d → %d → %d, batch %d: %d parameters, loss %.6f\n"):format(inputs, hidden, outputs, batch, d, loss))
row("bytes", "backpropagation", "zeroth order")
row("parameters", d * 8, d * 8)
local per_forward = 2 * options.queries -- the account has seen that many forward passes, of which one is alive at a time
row("inputs held at once", back.kinds["inputs"], zeroth.kinds["inputs"] // (per_forward * batch))
row("hidden layers held at once", back.kinds["hidden layer"], zeroth.kinds["hidden layer"] // (per_forward * batch))
row("outputs held at once", back.kinds["outputs"], zeroth.kinds["outputs"] // (per_forward * batch))
row("errors held at once", back.kinds["errors"] // batch, 0)
row("gradient", back.kinds["gradient"], 0)
row("estimate: scalars", 0, zeroth.kinds["scalars"])
row("perturbed point", 0, zeroth.kinds["perturbed point"] // per_forward)
row("most at once, beside parameters", back.peak, zeroth.peak)
row("  perturbed in place", back.peak, zeroth.peak - d * 8)
row("    of the parameters", ("%.4f"):format(back.peak / (d * 8)), ("%.4f"):format(zeroth.peak / (d * 8) - 1))
row("forward passes", 1, estimate.evaluations)
row("backward passes", 1, 0)

-- ĝ = 1/q Σ s_j v_j with s_j = aᵀv_j, so ĝᵀa = q Σ (s_j/q)².
local scalars = estimate:scalars()
local along = math.abs(estimate:dense():dot(gradient) / (options.queries * scalars:dot(scalars)) - 1)
print(("\nalong the estimate's directions the two differ by %.1e of their size"):format(along))
local far = not (along < 1e-4)
if d <= 2000 then
  local exact = ng.estimate(objective, parameters, { estimator = ng.estimator.coordinate() }):dense()
  local apart = (exact - gradient):norm() / gradient:norm()
  print(("coordinate by coordinate they differ by %.1e of the gradient's length"):format(apart))
  far = far or not (apart < 1e-4)
end
os.exit(far and 1 or 0, true)
