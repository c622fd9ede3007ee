namespace SeCo.Cli;

/// <summary>What the command answers to the shell.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Failed: bad data, a fault while running, or a check that found faults.</summary>
    public const int Failed = 1;

    /// <summary>Wrong usage: unknown option, unknown key, missing argument.</summary>
    public const int WrongUsage = 2;

    /// <summary>Cancelled by Ctrl+C; what is finished is kept, the same command goes on from there.</summary>
    public const int Cancelled = 130;
}
