namespace SeCo.Configuration;

/// <summary>Collects what is wrong with an option record, so that all is said at once.</summary>
internal static class OptionFaults
{
    /// <summary>Throws one error with every fault.</summary>
    /// <exception cref="ArgumentException">At least one condition is false.</exception>
    public static void ThrowIfAny(string section, params ReadOnlySpan<(bool Good, string Fault)> checks)
    {
        List<string> faults = [];
        foreach ((bool good, string fault) in checks)
        {
            if (!good)
            {
                faults.Add(fault);
            }
        }

        if (faults.Count > 0)
        {
            throw new ArgumentException($"{section}: {string.Join("; ", faults)}.");
        }
    }
}
