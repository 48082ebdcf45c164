utf8.codepoint "\xff" -- expect error: invalid UTF-8 code
