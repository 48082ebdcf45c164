("a"):find "%" -- expect error: malformed pattern (ends with '%')
