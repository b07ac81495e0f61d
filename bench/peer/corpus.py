"""The published recipe's features of a list of clips with librosa, in several processes of one thread each.

    python bench/peer/corpus.py CLIPS.json --processes 2

CLIPS.json: a list of audio files. The features are those of published_recipe.py. Prints one JSON object.
"""

import argparse
import json
import multiprocessing
import resource
import time

from published_recipe import clip_features

# Small enough that the processes end together, large enough that handing over clips costs nothing.
CHUNK = 8


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clips")
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    with open(arguments.clips) as file:
        paths = json.load(file)
    began = time.time()
    with multiprocessing.Pool(arguments.processes) as pool:
        rows = list(pool.imap(clip_features, paths, chunksize=CHUNK))
        pool.close()
        pool.join()
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(
        json.dumps(
            {
                "clips": len(rows),
                "work": time.time() - began,
                "processor": sum(each.ru_utime + each.ru_stime for each in used),
            }
        )
    )


if __name__ == "__main__":
    main()
