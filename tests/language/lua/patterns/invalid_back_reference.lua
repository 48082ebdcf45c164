("a"):find "%1" -- expect error: invalid capture index %1
