#!/bin/sh
# svm_rungs.sh FOLDER KERNEL C GAMMA DEGREE: trains libsvm on more and more of FOLDER's training samples and says after each the
# share of the validation samples that it gets wrong: "samples error". The last line is the error of all samples.
set -eu
folder=$1 kernel=$2 c=$3 gamma=${4:-1} degree=${5:-3}
case $kernel in linear) type=0 ;; poly) type=1 ;; rbf) type=2 ;; *) echo "no kernel $kernel" >&2; exit 2 ;; esac
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
error=
for samples in 125 250 500 1000 2000; do
  head -n "$samples" "$folder/train.svm" >"$scratch/train"
  # Hopeless configurations do not converge: -h 0 and a coarse tolerance keep them short.
  svm-train -q -h 0 -e 0.01 -t "$type" -c "$c" -g "$gamma" -d "$degree" "$scratch/train" "$scratch/model" >/dev/null
  error=$(svm-predict "$folder/validation.svm" "$scratch/model" "$scratch/out" |
    awk '/Accuracy/ { sub("%", "", $3); printf "%.4f", 1 - $3 / 100 }')
  echo "$samples $error"
done
echo "$error"
