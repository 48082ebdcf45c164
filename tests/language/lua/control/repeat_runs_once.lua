repeat print "once" until true -- expect: once
