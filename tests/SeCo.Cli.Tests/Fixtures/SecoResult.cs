using Xunit;

namespace SeCo.Cli.Tests.Fixtures;

/// <summary>How a call of the program ended.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Output">All of standard output.</param>
/// <param name="Error">All of standard error.</param>
internal sealed record SecoResult(int Code, string Output, string Error)
{
    /// <summary>Fails the test, with what the program said, where it ended otherwise.</summary>
    public SecoResult Expect(int code)
    {
        Assert.True(Code == code, $"exit code {Code}, expected {code}\n--- output\n{Output}\n--- error\n{Error}");
        return this;
    }

    /// <summary>Fails the test where the errors do not hold a text.</summary>
    public SecoResult Says(params string[] texts)
    {
        foreach (string text in texts)
        {
            Assert.True(Error.Contains(text, StringComparison.Ordinal), $"'{text}' is not among the errors:\n{Error}");
        }

        return this;
    }
}
