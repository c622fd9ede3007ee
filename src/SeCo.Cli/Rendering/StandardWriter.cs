using System.Text;

namespace SeCo.Cli.Rendering;

/// <summary>A standard output that may be closed or full. Without a fault to throw, what cannot be said is left out, as it must not end the work, nor hide
/// how it ended.</summary>
internal sealed class StandardWriter(TextWriter inner, string? fault = null) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Try(() => inner.Write(value));

    public override void Write(string? value) => Try(() => inner.Write(value));

    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

    public override Task WriteLineAsync(string? value)
    {
        WriteLine(value);
        return Task.CompletedTask;
    }

    public override void Flush() => Try(inner.Flush);

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception cause) when (cause is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            if (fault is not null)
            {
                throw new InvalidOperationException($"{fault} ({cause.Message})", cause);
            }
        }
    }
}
