("a"):find "%b(" -- expect error: malformed pattern (missing arguments to '%b')
