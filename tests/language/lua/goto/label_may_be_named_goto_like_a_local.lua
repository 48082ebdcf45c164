local name = 1
goto name
::name:: print "a label and a local do not meet" -- expect: a label and a local do not meet
