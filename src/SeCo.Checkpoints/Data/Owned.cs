namespace SeCo;

/// <summary>Hands something that must be disposed to what is made of it.</summary>
/// <remarks>The one source is compiled into each library that needs it.</remarks>
internal static class Owned
{
    /// <summary>Makes the result, which owns the thing from then on; where that throws, the thing is disposed.</summary>
    public static TResult HandTo<TOwned, TResult>(this TOwned owned, Func<TOwned, TResult> make)
        where TOwned : IDisposable
    {
        try
        {
            return make(owned);
        }
        catch
        {
            owned.Dispose();
            throw;
        }
    }
}
