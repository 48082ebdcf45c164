("s"):packsize() -- expect error: calling 'packsize' on bad self (variable-length format)
