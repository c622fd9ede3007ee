using SeCo.Testing;
using Xunit;

namespace SeCo.Numerics.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_api_is_the_pinned_one() => PublicApi.Check(typeof(RandomSource).Assembly, "SeCo.Numerics.Tests");
}
