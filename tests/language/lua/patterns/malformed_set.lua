("a"):find "[a" -- expect error: malformed pattern (missing ']')
