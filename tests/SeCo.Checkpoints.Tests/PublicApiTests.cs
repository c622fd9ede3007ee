using SeCo.Testing;
using Xunit;

namespace SeCo.Checkpoints.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_api_is_the_pinned_one() => PublicApi.Check(typeof(TensorData).Assembly, "SeCo.Checkpoints.Tests");
}
