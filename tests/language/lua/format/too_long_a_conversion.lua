("%0123456789d"):format(1) -- expect error: invalid conversion specification: '%0123456789d'
