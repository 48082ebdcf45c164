error "here" -- expect error: here
