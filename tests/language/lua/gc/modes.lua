collectgarbage "incremental"
print(collectgarbage "generational", collectgarbage "incremental", collectgarbage "incremental")
-- expect: incremental	generational	incremental
