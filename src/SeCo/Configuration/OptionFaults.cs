namespace SeCo.Configuration;

/// <summary>Collects what is wrong with option records, so that all is said at once.</summary>
internal static class OptionFaults
{
    /// <summary>Throws one error with every fault of a section.</summary>
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

    /// <summary>Checks several sections and throws one error with the faults of all.</summary>
    /// <param name="checks">Each throws an argument error where its section is faulty; null where the section is absent.</param>
    /// <exception cref="ArgumentException">At least one section is faulty.</exception>
    public static void ThrowIfAny(params ReadOnlySpan<Action?> checks)
    {
        List<string> faults = [];
        foreach (Action? check in checks)
        {
            try
            {
                check?.Invoke();
            }
            catch (FaultySections several)
            {
                faults.AddRange(several.Faults);
            }
            catch (ArgumentException fault)
            {
                faults.Add(fault.Message);
            }
        }

        if (faults.Count > 0)
        {
            throw faults.Count == 1 ? new ArgumentException(faults[0]) : new FaultySections(faults);
        }
    }

    /// <summary>The faults of several sections, kept apart so that those of sections within sections end up in one list.</summary>
    private sealed class FaultySections(IReadOnlyList<string> faults)
        : ArgumentException($"{faults.Count} sections are faulty:{Environment.NewLine}  {string.Join(Environment.NewLine + "  ", faults)}")
    {
        public IReadOnlyList<string> Faults => faults;
    }
}
