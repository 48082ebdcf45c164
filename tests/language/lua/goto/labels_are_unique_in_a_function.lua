::here::
do ::here:: end -- expect error: label 'here' already defined on line 1
