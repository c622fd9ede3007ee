using BenchmarkDotNet.Running;
using SeCo.Benchmarks;

if (args is ["segmenter-quality", ..])
{
    return SegmenterQuality.Run(args[1..]);
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
