// One run uses all cores: tests run one after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
