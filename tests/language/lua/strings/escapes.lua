print("tab\tnewline\\n quote\" single\' bell" .. #"\a\b\f\v") -- expect: tab	newline\n quote" single' bell4
