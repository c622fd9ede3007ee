using BenchmarkDotNet.Running;
using SeCo.Benchmarks;
using SeCo.Benchmarks.Goals;

if (args is ["segmenter-quality", ..])
{
    return SegmenterQuality.Run(args[1..]);
}

if (args is ["prediction", ..])
{
    return PredictionSpeed.Run(args[1..]);
}

if (args is ["review", ..])
{
    return ReviewSpeed.Run(args[1..]);
}

if (args is ["goals", ..])
{
    return GoalTable.Run(args[1..]);
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
