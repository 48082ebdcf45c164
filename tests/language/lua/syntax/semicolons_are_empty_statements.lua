;;; print "passed";; -- expect: passed
