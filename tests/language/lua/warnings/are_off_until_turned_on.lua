warn "unheard"
print "nothing on the error stream" -- expect: nothing on the error stream
