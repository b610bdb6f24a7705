"""Reading at volume: shards of many articles into a lake, each once and only once, by processes or by a cluster.

find -> write (one shard, one process) -> run, or on_dask -> fold (origins) -> pair, merge (back to ledgers)
"""
