-- tokens.of(text): a formula's text in pieces { kind = "word" | "number" | "space" | "low" | "high" | "sign", text = }: low and high are
-- Unicode's small digits. tokens.letters(word) counts letters, with what is written above or behind them.
local tokens = {}

-- Letters with what is written above or behind them (g with a hat in two code points, primes) are one.
local function is_mark(code) return code >= 0x300 and code <= 0x36f or code == 0x27 or code == 0x2019 end

-- Sums, products and π stand alone, whatever follows them.
local function stands_alone(code) return code == 0x3a3 or code == 0x3a0 or code == 0x3c0 end

local function is_letter(code)
  return code >= 0x41 and code <= 0x5a or code >= 0x61 and code <= 0x7a or code >= 0xc0 and code <= 0x24f and code ~= 0xd7 and code ~= 0xf7
    or code >= 0x370 and code <= 0x3ff or code >= 0x1e00 and code <= 0x1eff or code == 0x2113
end

local function is_greek(code) return code >= 0x370 and code <= 0x3ff end

local small = { ["₀"] = "0", ["₁"] = "1", ["₂"] = "2", ["₃"] = "3", ["₊"] = "+", ["₋"] = "−", ["ᵢ"] = "i", ["ⱼ"] = "j" }
local raised = { ["⁰"] = "0", ["¹"] = "1", ["²"] = "2", ["³"] = "3", ["⁴"] = "4", ["⁵"] = "5", ["⁻"] = "−", ["ᵀ"] = "T", ["ᵗ"] = "t",
  ["ᵈ"] = "d", ["ᵏ"] = "k", ["ⁱ"] = "i" }

function tokens.of(text)
  local list, codes = {}, {}
  for _, code in utf8.codes(text) do codes[#codes + 1] = code end
  local i = 1
  local function take(belongs)
    local from = i
    repeat i = i + 1 until not codes[i] or not belongs(codes[i])
    return utf8.char(table.unpack(codes, from, i - 1))
  end
  local function add(kind, one) list[#list + 1] = { kind = kind, text = one } end
  while codes[i] do
    local code, char = codes[i], utf8.char(codes[i])
    if small[char] then
      add("low", (take(function(next_) return small[utf8.char(next_)] end):gsub(utf8.charpattern, small)))
    elseif raised[char] then
      add("high", (take(function(next_) return raised[utf8.char(next_)] end):gsub(utf8.charpattern, raised)))
    elseif stands_alone(code) then
      i = i + 1
      add(code == 0x3c0 and "word" or "sign", char)
    elseif is_letter(code) then
      local greek = is_greek(code) -- βu is a product
      add("word", take(function(next_)
        return is_mark(next_) or is_letter(next_) and not stands_alone(next_) and is_greek(next_) == greek
      end))
    elseif char:find "%d" or char == "." and codes[i + 1] and codes[i + 1] < 128 and utf8.char(codes[i + 1]):find "%d" then
      add("number", take(function(next_) return next_ < 128 and utf8.char(next_):find "[%d.]" and not (next_ == 0x2e
        and not (codes[i + 1] and codes[i + 1] < 128 and utf8.char(codes[i + 1]):find "%d")) end))
    elseif char == " " then
      add("space", take(function(next_) return next_ == 0x20 end))
    else
      i = i + 1
      add("sign", char)
    end
  end
  return list
end

function tokens.letters(word)
  local count = 0
  for _, code in utf8.codes(word) do count = count + (is_mark(code) and 0 or 1) end
  return count
end

return tokens
