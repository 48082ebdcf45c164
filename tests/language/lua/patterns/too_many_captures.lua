("a"):find(("()"):rep(33)) -- expect error: too many captures
