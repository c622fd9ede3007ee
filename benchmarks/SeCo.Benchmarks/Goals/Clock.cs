using System.Diagnostics;

namespace SeCo.Benchmarks.Goals;

/// <summary>Times by the wall.</summary>
internal static class Clock
{
    /// <summary>The median time of an action, in milliseconds, after one call that does not count.</summary>
    public static double Median(int repetitions, Action action)
    {
        action();
        double[] times = new double[repetitions];
        for (int i = 0; i < repetitions; i++)
        {
            times[i] = Once(action);
        }

        Array.Sort(times);
        return times[repetitions / 2];
    }

    /// <summary>The time of one call, in milliseconds.</summary>
    public static double Once(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
