#!/bin/sh
# A worker for ng.objective.process { command = { "sh", "sphere.sh" }, dim = 3 }: cuts the id and the numbers out of a line.
while read -r line; do
  id=${line#*'"id":'} x=${line#*'"x":['}
  value=$(echo "${x%%]*}" | awk -F , '{ for (i = 1; i <= NF; i++) sum += $i * $i; printf "%.17g", sum }')
  echo "{\"id\":${id%%,*},\"value\":$value}"
done
