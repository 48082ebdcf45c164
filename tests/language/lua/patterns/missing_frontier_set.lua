("a"):find "%fa" -- expect error: missing '[' after '%f' in pattern
