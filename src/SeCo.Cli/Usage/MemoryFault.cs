namespace SeCo.Cli;

/// <summary>What is said where memory ran out: what was being done, and what makes it smaller.</summary>
internal static class MemoryFault
{
    private static readonly string[] Words = ["no memory on", "out of memory", "allocate memory", "not enough memory", "bad_alloc", "bad allocation"];

    /// <summary>The message of an error whose cause, or one of whose causes, is that memory ran out in a command; null for others.</summary>
    public static string? Of(Exception fault, string command) => Causes(fault).FirstOrDefault(IsOfMemory) is not { } cause ? null
        : $"seco: memory ran out in seco {command}: {cause.Message.TrimEnd('.')}.{Environment.NewLine}"
            + "  Do less at once: a smaller --threads or parallelism; with a model also a smaller batch_size, crop_width and crop_height, or max_memory; "
            + "or give the program more memory. What is finished is kept; the same command goes on from there.";

    private static IEnumerable<Exception> Causes(Exception? fault) =>
        fault is null ? [] : ((fault as AggregateException)?.InnerExceptions.SelectMany(Causes) ?? Causes(fault.InnerException)).Prepend(fault);

    private static bool IsOfMemory(Exception fault) => fault is OutOfMemoryException
        || (fault is TorchException && Array.Exists(Words, word => fault.Message.Contains(word, StringComparison.OrdinalIgnoreCase)));
}
