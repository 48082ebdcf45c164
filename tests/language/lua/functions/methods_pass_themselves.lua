local account = { balance = 10 }
function account:deposit(n) self.balance = self.balance + n return self end
print(account:deposit(5):deposit(1).balance) -- expect: 16
