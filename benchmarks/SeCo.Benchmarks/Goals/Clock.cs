using System.Diagnostics;

namespace SeCo.Benchmarks.Goals;

/// <summary>Times by the wall or the processor.</summary>
internal static class Clock
{
    /// <summary>The median time of an action, in milliseconds, after one call that does not count.</summary>
    public static double Median(int repetitions, Action action) => Median(repetitions, action, Once);

    /// <summary>The median processor time of an action, of all threads of this process together, in milliseconds,
    /// after one call that does not count.</summary>
    public static double Processor(int repetitions, Action action) => Median(repetitions, action, work =>
    {
        TimeSpan start = Environment.CpuUsage.TotalTime;
        work();
        return (Environment.CpuUsage.TotalTime - start).TotalMilliseconds;
    });

    /// <summary>The time of one call, in milliseconds.</summary>
    public static double Once(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Median(int repetitions, Action action, Func<Action, double> once)
    {
        action();
        double[] times = new double[repetitions];
        for (int i = 0; i < repetitions; i++)
        {
            times[i] = once(action);
        }

        Array.Sort(times);
        return times[repetitions / 2];
    }
}
