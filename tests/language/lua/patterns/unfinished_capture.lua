("a"):find "(a" -- expect error: unfinished capture
