namespace SeCo.Storage;

/// <summary>Files that cannot be read or written, where that is no reason to stop.</summary>
internal static class Unreadable
{
    /// <summary>What stands in the way of what an action reads or writes; null where nothing does.</summary>
    public static string? FaultOf(Action access)
    {
        try
        {
            access();
            return null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return unreadable.Message;
        }
    }
}
